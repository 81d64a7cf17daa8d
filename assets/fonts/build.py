"""Makes the three font files of this folder from Inter.

Inter's own digits are proportional: "111" is narrower than "000", so numbers in a
list do not line up. The toolkit has no switch for OpenType features, so the digits
are mapped to Inter's tabular figures here. The result is a modified version under
the SIL Open Font License, hence its own name, "Crosswalk Sans".

Needs fontTools (Debian: python3-fonttools) and Inter 4's static OTF files
(Debian: fonts-inter). Run:  python3 build.py /usr/share/fonts/opentype/inter
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY = "Crosswalk Sans"
FACES = ["Regular", "Medium", "Bold"]

# Latin with its extensions, punctuation, currency, arrows, and the few signs that sentences use.
RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0259, 0x0259), (0x02C6, 0x02DD), (0x0300, 0x0312),
    (0x0327, 0x0328), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x202F, 0x203A), (0x2044, 0x2044),
    (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2199), (0x21B5, 0x21B5),
    (0x2212, 0x2212), (0x2215, 0x2215), (0x2248, 0x2248), (0x2260, 0x2265), (0x2303, 0x2303),
    (0x2318, 0x2318), (0x21E7, 0x21E7), (0x23CE, 0x23CE), (0x25B2, 0x25BF), (0x25CB, 0x25CF),
    (0x2713, 0x2713), (0x2715, 0x2717),
]
def tabular(font):
    """Maps 0-9 to the glyphs that the feature "tnum" would put in their place."""
    gsub = font["GSUB"].table
    wanted = {i for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex}
    swap = {}
    for i in wanted:
        for sub in gsub.LookupList.Lookup[i].SubTable:
            swap.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    digits = range(0x30, 0x3A)
    figures = {code: swap[font.getBestCmap()[code]] for code in digits}
    for table in font["cmap"].tables:
        table.cmap.update({code: figures[code] for code in digits if code in table.cmap})


def rename(font, face):
    full, postscript = FAMILY + " " + face, FAMILY.replace(" ", "") + "-" + face
    names = {1: full, 2: "Regular", 3: postscript, 4: full, 6: postscript, 16: FAMILY, 17: face}
    table = font["name"]
    # 0 is the copyright, 5 the version, 13 and 14 the licence: they stay as they are.
    table.names = [n for n in table.names if n.nameID in (0, 5, 13, 14)]
    for key, value in names.items():
        table.setName(value, key, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = full
    cff.topDictIndex[0].FamilyName = FAMILY


def main(source):
    here = os.path.dirname(os.path.abspath(__file__))
    for face in FACES:
        font = TTFont(os.path.join(source, "Inter-%s.otf" % face))
        tabular(font)
        options = subset.Options()
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
        options.name_IDs = ["*"]
        options.notdef_outline = True
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[c for a, b in RANGES for c in range(a, b + 1)])
        subsetter.subset(font)
        rename(font, face)
        font.save(os.path.join(here, "CrosswalkSans-%s.otf" % face))


if __name__ == "__main__":
    main(sys.argv[1])
