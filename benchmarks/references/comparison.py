"""Two lists side by side by hand: calamine for the one, a dict of the other, cell by cell."""

from pathlib import Path

import sqlcipher3.dbapi2 as driver

from tuanji_desktop.rules.fields import FIELDS, ROSTER_FIELDS


def bare_comparison(path: Path, listed: Path) -> tuple[int, int, list[tuple[str, str]]]:
    """Knows one heading row, exact texts and the ID number: only there, only here in the branches
    named, and what differs."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(listed)).get_sheet_by_index(0).to_python()
    labels = {FIELDS[name].label: name for name in ROSTER_FIELDS}
    names = [labels[str(cell)] for cell in rows[0]]
    at = {name: place for place, name in enumerate(names)}
    branches = {row[at["branch"]] for row in rows[1:]}
    columns = ", ".join(one for one in names if one != "branch")
    place = at["branch"]
    connection = driver.connect(str(path))
    try:
        nodes = dict(connection.execute("SELECT full_name, id FROM organizations"))
        known = {}
        for name in branches & nodes.keys():
            for one in connection.execute(
                f"SELECT {columns} FROM members WHERE branch_id = ? "
                "AND status IN ('active', 'retained')",
                (nodes[name],),
            ):
                member = (*one[:place], name, *one[place:])
                known[member[at["id_number"]]] = member
    finally:
        connection.close()
    there, differing, met = 0, [], set()
    for row in rows[1:]:
        number = row[at["id_number"]]
        found = known.get(number)
        if found is None:
            there += 1
            continue
        met.add(number)
        differing += [
            (str(number), name)
            for name, mine, theirs in zip(names, found, row, strict=True)
            if (mine or "") != theirs
        ]
    return there, len(known.keys() - met), differing
