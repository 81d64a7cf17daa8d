package journal

import (
	"context"
	"log/slog"
	"reflect"
	"strings"
	"time"
	"unicode"
)

// redactor lets through to the log what a line may hold.
type redactor struct{ next slog.Handler }

// Enabled belongs to slog.Handler.
func (r *redactor) Enabled(ctx context.Context, l slog.Level) bool { return r.next.Enabled(ctx, l) }

// Handle belongs to slog.Handler.
func (r *redactor) Handle(ctx context.Context, record slog.Record) error {
	out := slog.NewRecord(record.Time, record.Level, line(record.Message), 0)
	record.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(redacted(a))
		return true
	})
	return r.next.Handle(ctx, out)
}

// WithAttrs belongs to slog.Handler.
func (r *redactor) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = redacted(a)
	}
	return &redactor{r.next.WithAttrs(clean)}
}

// WithGroup belongs to slog.Handler.
func (r *redactor) WithGroup(name string) slog.Handler { return &redactor{r.next.WithGroup(name)} }

// redacted keeps numbers, moments and switches, cleans text, and names the type of everything else: a struct has no
// way into the log that its author did not write.
func redacted(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, named(a.Key, v.String()))
	case slog.KindGroup:
		inner := make([]slog.Attr, 0, len(v.Group()))
		for _, b := range v.Group() {
			inner = append(inner, redacted(b))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(inner...)}
	case slog.KindAny:
		return slog.String(a.Key, other(a.Key, v.Any()))
	}
	return slog.Attr{Key: a.Key, Value: v}
}

func other(key string, value any) string {
	switch value := value.(type) {
	case nil:
		return "nil"
	case error:
		return named(key, value.Error())
	case time.Time:
		return value.Format(time.RFC3339)
	}
	return "[" + reflect.TypeOf(value).String() + "]"
}

// named cleans a text under the name that it has, which may tell what it is.
func named(key, text string) string {
	if namesSecret(key) {
		return Dropped
	}
	return line(text)
}

// lineLimit keeps one error of somebody else's from filling the file.
const lineLimit = 2000

// line makes text one clean line.
func line(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	if r := []rune(text); len(r) > lineLimit {
		text = string(r[:lineLimit]) + "…"
	}
	return Clean(text)
}
