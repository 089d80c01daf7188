"""What differs between the two servers: this table, and nothing else in the store.

========================  ==============================  ==================================
matter                    Neo4j                           embedded server
========================  ==============================  ==================================
who keeps analysts from   READ access mode, and the plan  a user of its own whose group may
writing                   of its own EXPLAIN is checked   only read records
ending a query in time    the transaction's timeout       TERMINATE TRANSACTION when the time
                                                          is up, then the connection is closed
individual members        always nodes                    nodes up to a setting, else a table
default database          the user's home database        ``neo4j``
========================  ==============================  ==================================
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One server's column of the table above."""

    kind: str
    checks_plan: bool
    ends_queries: bool
    members_in_graph: bool
    database: str | None


NEO4J = Dialect(
    kind="neo4j", checks_plan=True, ends_queries=True, members_in_graph=True, database=None
)
EMBEDDED = Dialect(
    kind="embedded", checks_plan=False, ends_queries=False, members_in_graph=False, database="neo4j"
)
