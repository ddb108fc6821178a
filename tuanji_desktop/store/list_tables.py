"""The tables of lists that come in and go out: what was imported, how, and what it is compared with."""

from sqlalchemy import Column, Index, Integer, text

from .columns import id_column as _id
from .columns import reference as _ref
from .columns import table as _table
from .columns import text_column as _text

imported_lists = _table(  # so that the same file is recognised when it comes again
    "imported_lists",
    _id(),
    _text("kind", null=False),  # roster | graduates | organizations | transfers …
    _text("file_name", null=False),
    _text("sha256", null=False),
    _text("sheet", null=False),
    _text("layout", null=False),  # sheets.recipe.layout_of: which headings in which order
    Column("rows", Integer, nullable=False),
    _text("imported_by", null=False),
    _text("imported_at", null=False),
    Index("imported_lists_by_sha256", "sha256", "kind"),
)
import_recipes = _table(  # how a layout was read the last time, for next year's list
    "import_recipes",
    _id(),
    _text("kind", null=False),
    _text("layout", null=False),
    _text("name", null=False),  # what clerks call it: the file it was made with
    _text("recipe", null=False),  # JSON, sheets.recipe
    _text("used_at", null=False),
    Index("import_recipes_by_layout", "kind", "layout", unique=True),
)
import_jobs = _table(  # an import that is under way, so that a crash takes nothing typed
    "import_jobs",
    _id(),
    _text("kind", null=False),
    _text("operator", null=False),
    _text("path", null=False),
    _text("sha256", null=False),
    _text("content", null=False),  # JSON: step, reading with mended cells and decisions, answers
    _text("saved_at", null=False),
    Index("import_jobs_by_operator", "operator", "kind"),
)
export_definitions = _table(  # an export that is wanted again: columns, scope, format
    "export_definitions",
    _id(),
    _text("kind", null=False),
    _text("name", null=False),
    _text("definition", null=False),  # JSON
    _text("saved_by", null=False),
    _text("saved_at", null=False),
    Index("export_definitions_by_name", "kind", "name", unique=True),
)
comparisons = _table(  # a list from the official system beside the roster
    "comparisons",
    _id(),
    _text("file_name", null=False),
    _text("sha256", null=False),
    _ref("org_id", "organizations", null=True),  # what of the roster it covers; empty: everything
    Column("rows", Integer, nullable=False),
    _text("compared_by", null=False),
    _text("compared_on", null=False),
    _text("closed_on"),
)
comparison_rows = _table(  # one difference each: the work list
    "comparison_rows",
    _id(),
    _ref("comparison_id", "comparisons"),
    _text("kind", null=False),  # comparison.kinds: here | there | differs | unsure | double
    Column("row_number", Integer),  # in the list; empty: only here
    _ref("member_id", "members", null=True),
    _text("name", null=False),
    _text("id_number"),
    _ref("branch_id", "organizations", null=True),
    _text("branch"),  # as the list writes it
    _text("field"),
    _text("here"),
    _text("there"),
    _text("content"),  # JSON: the row of somebody who is no member, whom it may mean; its sheet
    _text("settled"),  # how: act or set aside; empty: still open
    _text("settled_by"),
    _text("settled_on"),
    _text("note"),
    Index("comparison_rows_by_comparison", "comparison_id", "kind", "field"),
    Index("comparison_rows_open", "comparison_id", sqlite_where=text("settled IS NULL")),
    Index("comparison_rows_by_member", "member_id"),
)
