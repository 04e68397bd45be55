"""Runs the program inside Spark, one process for each partition of bodies, and compares with one plain run.

Needs Java and Spark, so it is no part of `cargo test`:

    pip install pyspark
    python tests/spark.py PROGRAM
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from pyspark.sql import SparkSession

FIXTURE = Path(__file__).parent.parent / "fixtures" / "jianning-2018.csv"
BODIES = 40
YEARS = range(2014, 2019)
PARTITIONS = 4


def write_reports(folder: Path) -> list[tuple[str, int, str]]:
    """Reports of some bodies for some years, with one figure of every seventh body wrong."""
    text = FIXTURE.read_text(encoding="utf-8")
    reports = []
    for number in range(BODIES):
        for year in YEARS:
            body = f"第{number}县"
            report = text.replace("建宁县2018", f"{body}{year}").replace("2018年", f"{year}年")
            if number % 7 == 0 and year == 2016:
                report = report.replace("信函、传真申请数,件,0,33", "信函、传真申请数,件,0,32")
            path = folder / f"{number}-{year}.csv"
            path.write_text(report, encoding="utf-8")
            reports.append((body, year, str(path)))
    return reports


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("program", type=Path)
    program = arguments.parse_args().program.resolve()
    command = [str(program), "--files-from", "-", "--format", "ndjson", "--fail-on", "never", "--lang", "en"]
    with tempfile.TemporaryDirectory() as folder:
        reports = write_reports(Path(folder))
        names = "".join(f"{path}\n" for _, _, path in reports)
        plain = subprocess.run(command, input=names, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True)
        spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        # All years of a body go to one process, in order, so that they are checked against each other.
        keyed = spark.sparkContext.parallelize([((body, year), path) for body, year, path in reports])
        parted = keyed.repartitionAndSortWithinPartitions(PARTITIONS, lambda key: zlib.crc32(key[0].encode()))
        found = parted.values().pipe(" ".join(command), checkCode=True).collect()
        spark.stop()
    expected = plain.stdout.splitlines()
    assert len(expected) == len(reports), len(expected)
    assert sorted(found) == sorted(expected), "Spark and the plain run differ"
    failed = [report["source"] for report in map(json.loads, found) if any(c["status"] == "fail" for c in report["checks"])]
    assert failed, "the wrong figures were not found"
    print(f"{len(found)} reports in {PARTITIONS} partitions as in one run; {len(failed)} with findings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
