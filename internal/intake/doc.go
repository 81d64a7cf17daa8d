// Package intake is what is asked about a new company, and what is wrong with what was typed.
//
// Rules: it is pure, and knows no disk, no network and no window; what a person typed stays as it is, and only an
// [Application] is brought into the form that Gusto takes; each doubt is a finding about one field, which either has to
// be mended, or needs a reason, or is only told; it would rather ask for a reason than refuse what may be true. Tax
// numbers are in its values in clear: whoever keeps them seals them.
package intake
