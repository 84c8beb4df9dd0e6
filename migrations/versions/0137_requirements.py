"""what the market asks of makers before they sell: requirements, proofs, letters; from when goods stop

Revision ID: 0137
Revises: 0134
"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0134"
branch_labels = None
depends_on = None

PAPERS = "'ocop', 'cnnttb', 'food_safety', 'trademark', 'indication', 'craft', 'traceability'"
CHECKS = {
    "requirement": {
        "known_kind": "kind IN ('computed', 'attested', 'verified')",
        "known_effect": "effect IN ('advice', 'sell', 'show')",
        "says_what": "title <> ''",
        "computed_names_its_fact": "(kind = 'computed') = (fact <> '')",
        "attested_has_its_text": "(kind = 'attested') = (statement <> '')",
        "version_from_one": "version >= 1",
        "paper_of_the_register": f"paper = '' OR (kind = 'verified' AND paper IN ({PAPERS}))",
        "grace_first": "from_on <= binds_on",
        "days_in_order": "until_on IS NULL OR until_on >= from_on",
    },
    "proof": {
        "known_state": "state IN ('declared', 'waiting', 'accepted', 'refused', 'withdrawn')",
        "document_has_its_scan": "(state = 'declared') = (digest = '')",
        "document_is_whole": "digest = '' OR (mimetype IN ('application/pdf', 'image/jpeg') AND byte_count > 0 "
        "AND number <> '' AND issuer <> '')",
        "ends_after_it_begins": "issued_on IS NULL OR valid_until IS NULL OR issued_on <= valid_until",
        "refused_with_reason": "state <> 'refused' OR reason <> ''",
        "decided_once": "(state IN ('accepted', 'refused')) = (decided_at IS NOT NULL)",
    },
}


def upgrade():
    _make(
        "requirement",
        {},
        *_words("kind", "title", "why", "fact", "statement", "paper", "effect"),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("facility_kinds", "groups")),
        *_days("from_on", "binds_on"),
        *_days("until_on", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    _make(
        "proof",
        {"requirement_id": "requirement", "facility_id": "facility"},
        *_words("state", "number", "issuer", "digest", "mimetype", "file_name", "reason"),
        *_numbers("requirement_id", "facility_id", "version", "byte_count"),
        *_days("issued_on", "valid_until", nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("made_by", "decided_by")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
    )
    for column in ("requirement_id", "facility_id"):
        op.create_index(op.f(f"ix_proof_{column}"), "proof", [column])
    op.create_index("ix_proof_state", "proof", ["state", "made_at"])
    once = ["requirement_id", "facility_id"]
    _unique_while("uq_proof_waiting", "proof", once, "state = 'waiting'")
    _unique_while("uq_proof_declared", "proof", [*once, "version"], "state = 'declared'")
    written = ("facility_id", "requirement_id", "days", "stops_on")
    _make(
        "requirement_letter",
        {"requirement_id": "requirement", "facility_id": "facility"},
        *_numbers("facility_id", "requirement_id", "days"),
        *_days("stops_on"),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(*written, name=op.f(f"uq_requirement_letter_{'_'.join(written)}")),
    )
    for column in ("stopped_on", "hidden_on"):
        op.add_column("product", sa.Column(column, sa.Date(), nullable=True))


def downgrade():
    for column in ("hidden_on", "stopped_on"):
        op.drop_column("product", column)
    for table in ("requirement_letter", "proof", "requirement"):
        op.drop_table(table)


def _make(table, keys, *columns):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in CHECKS.get(table, {}).items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"))
            for column, of in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _unique_while(name, table, columns, rule):
    op.create_index(name, table, columns, unique=True, sqlite_where=sa.text(rule), postgresql_where=sa.text(rule))


def _words(*names):
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _numbers(*names):
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _days(*names, nullable=False):
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]
