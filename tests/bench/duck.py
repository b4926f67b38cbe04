"""The SQL of score.sql in DuckDB over the same rows as CSV: python duck.py FOLDER score.sql.

Prints the seconds that reading and scoring take, without the start of Python. Needs
`pip install duckdb`; the folder has a CSV with a header for each table.
"""

import pathlib
import sys
import time

import duckdb

folder, script = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sql = script.read_text()
sql = sql[sql.index("WITH ") :]
# It joins by equal keys faster, and its least and greatest of two values are no aggregates.
sql = sql.replace("max(0, min(", "greatest(0, least(").replace("  min(", "  least(")
for cap in ("min(25", "min(10", "min(15"):
    sql = sql.replace(cap, "least" + cap[3:])
sql = sql.replace("CROSS JOIN", "JOIN").replace("a.id BETWEEN m.id << 32 AND (m.id << 32) + 4294967295", "a.member_id = m.id")
begun = time.perf_counter()
con = duckdb.connect(config={"threads": 2})
for table in folder.glob("*.csv"):
    con.execute(f"CREATE VIEW {table.stem} AS SELECT * FROM read_csv('{table}', header = true, auto_detect = true)")
rows = con.execute(sql).fetchall()
took = time.perf_counter() - begun
out = pathlib.Path(folder / "duck.out")
out.write_text("\n".join(f"{r[0]}|{r[1]}|{r[7]:g}" for r in rows))
print(f"{took:.3f}")
