"""Lines of the register made by hand: a dozen places of three Länder, as the real file has them."""

AS_OF = "20251130"


def line(kind, key, name, *, code="  ", association="", seat="", area=None, population=None, as_of=AS_OF):
    """One line of 220 characters."""
    numbers = "".join(" " * 11 if value is None else f"{value:011d}" for value in (area, population))
    head = f"{kind}{as_of}{key:<8}{association:<4}{name:<50.50}{seat:<50}{code}    "
    return f"{head}{numbers}".ljust(220)


def places(as_of=AS_OF, **changes):
    """The dozen, keyed by official key; `changes` replace a line or, as None, take it out."""
    rows = {
        "03": line("10", "03", "Niedersachsen", seat="Hannover", as_of=as_of),
        "03357": line("40", "03357", "Rotenburg (Wümme)", code="44", seat="Rotenburg", as_of=as_of),
        "033575405": line("50", "03357", "Sittensen", code="52", association="5405", seat="Sittensen", as_of=as_of),
        "03357029": line(
            "60", "03357029", "Kalbe", code="64", association="5405", area=1027, population=604, as_of=as_of
        ),
        "05": line("10", "05", "Nordrhein-Westfalen", seat="Düsseldorf", as_of=as_of),
        "051": line("20", "051", "Reg.-Bez. Düsseldorf", seat="Düsseldorf", as_of=as_of),
        "05112": line("40", "05112", "Duisburg, Stadt", code="41", as_of=as_of),
        "051120000": line("50", "05112", "Duisburg, Stadt", code="50", association="0000", as_of=as_of),
        "05112000": line(
            "60", "05112000", "Duisburg, Stadt", code="61", association="0000", area=23284, population=502270,
            as_of=as_of,
        ),
        "05974": line("40", "05974", "Soest", code="43", seat="Soest", as_of=as_of),
        "059740040": line("50", "05974", "Soest, Stadt", code="50", association="0040", as_of=as_of),
        "05974040": line(
            "60", "05974040", "Soest, Stadt", code="63", association="0040", area=8583, population=47952, as_of=as_of
        ),
        "15": line("10", "15", "Sachsen-Anhalt", seat="Magdeburg", as_of=as_of),
        "15081": line("40", "15081", "Altmarkkreis Salzwedel", code="44", seat="Salzwedel", as_of=as_of),
        "150810240": line("50", "15081", "Kalbe (Milde), Stadt", code="50", association="0240", as_of=as_of),
        "15081240": line(
            "60", "15081240", "Kalbe (Milde), Stadt", code="63", association="0240", area=27363, population=6976,
            as_of=as_of,
        ),
    }  # fmt: skip
    rows |= {key.removeprefix("k"): row for key, row in changes.items()}
    return [row for row in rows.values() if row is not None]


def file(lines, encoding="utf-8"):
    return ("\n".join(lines) + "\n").encode(encoding)
