"""A panel of entity-years, checked by this program, DuckDB and Polars side by side.

    pip install duckdb polars numpy
    cargo build --release
    python benches/panel.py [--lines N] [--runs R] [--by body|year] [--growth] [--program PATH]

Makes a CSV of N entity-years of 27 columns (body, year, the rows of `cn-2021/applications` in total), 20 years a
body, with defects sown at known lines, and checks three relations in each line with all three programs, on all
processors: what came in is what went out or stays; the results add up; what was carried in is what the body carried
out a year before. All must find the same lines. Prints the best time of several runs, the ratios, and the peak
memory of this program. `--growth` measures this program at 10^4 to 10^7 lines and prints the exponent of its time.
"""

import argparse
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import duckdb
import numpy as np
import polars as pl

YEARS = 20
FIRST = 2004
SOWN = 30
RESULTS = [
    "予以公开", "部分公开", "属于国家秘密", "其他法律行政法规禁止公开", "三安全一稳定", "保护第三方合法权益", "三类内部事务信息",
    "四类过程性信息", "行政执法案卷", "行政查询事项", "本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确",
    "信访举报投诉类申请", "重复申请", "要求提供公开出版物", "无正当理由大量反复申请", "要求行政机关确认或重新出具已获取信息", "逾期不补正",
    "逾期未缴费", "其他处理其他",
]
COLUMNS = ["单位", "年份", "本年新收", "上年结转", *RESULTS, "总计", "结转下年度"]


def write(path, lines, by):
    """Writes the panel and gives the numbers of its wrong lines, counted from the heading as 1."""
    numbers = np.random.default_rng(2021)
    bodies = lines // YEARS
    results = numbers.geometric(0.05, size=(bodies, YEARS, len(RESULTS))) - 1
    total = results.sum(axis=2)
    out = numbers.integers(0, 40, size=(bodies, YEARS))
    carried = np.concatenate([numbers.integers(0, 40, size=(bodies, 1)), out[:, :-1]], axis=1)
    # New applications are never negative: what is carried over is little beside what is answered.
    total_and_out = total + out
    results[:, :, 0] += np.maximum(0, carried - total_and_out)
    total = results.sum(axis=2)
    new = total + out - carried
    wrong = set()
    for number in range(SOWN):
        body, year = number * bodies // SOWN, 1 + number % (YEARS - 2)
        kind = number % 3
        if kind == 0:
            total[body, year] += 1
        elif kind == 1:
            results[body, year, number % len(RESULTS)] += 1
        else:
            carried[body, year] += 1
        wrong.add((body, year))
    body = np.repeat(np.arange(bodies), YEARS)
    year = np.tile(np.arange(YEARS), bodies)
    order = np.arange(lines) if by == "body" else np.lexsort((body, year))
    columns = [new, carried, *np.moveaxis(results, 2, 0), total, out]
    names = pl.Series([f"第{number:06d}号县" for number in range(bodies)])
    frame = {"单位": names.gather(body[order]), "年份": year[order] + FIRST}
    frame |= {name: column.reshape(-1)[order] for name, column in zip(COLUMNS[2:], columns, strict=True)}
    pl.DataFrame(frame).write_csv(path)
    return {2 + (b * YEARS + y if by == "body" else y * bodies + b) for b, y in wrong}


def in_duckdb(path):
    types = {column: "VARCHAR" if column == "单位" else "BIGINT" for column in COLUMNS}
    total = " + ".join(f'panel."{column}"' for column in RESULTS)
    query = f"""
        WITH panel AS (SELECT *, row_number() OVER () + 1 AS line FROM
            read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"', columns = {types}))
        SELECT panel.line FROM panel LEFT JOIN panel AS before
            ON before."单位" = panel."单位" AND before."年份" = panel."年份" - 1
        WHERE panel."本年新收" + panel."上年结转" <> panel."总计" + panel."结转下年度"
            OR panel."总计" <> {total}
            OR panel."上年结转" <> before."结转下年度"
    """
    return {line for (line,) in duckdb.connect().execute(query, [str(path)]).fetchall()}


def in_polars(path):
    schema = {column: pl.String if column == "单位" else pl.Int64 for column in COLUMNS}
    panel = pl.scan_csv(path, schema=schema).with_row_index("line", 2)
    before = panel.select("单位", pl.col("年份") + 1, pl.col("结转下年度").alias("before"))
    column = pl.col
    wrong = (
        (column("本年新收") + column("上年结转") != column("总计") + column("结转下年度"))
        | (column("总计") != pl.sum_horizontal(RESULTS))
        | (column("上年结转") != column("before")).fill_null(False)
    )
    found = panel.join(before, on=["单位", "年份"], how="left").filter(wrong).select("line")
    return set(found.collect(engine="streaming")["line"])


def in_ours(program, *arguments):
    def run(path):
        done = subprocess.run([program, "--lang", "en", *arguments, path], capture_output=True, text=True)
        assert done.returncode == 1 and not done.stderr, (done.returncode, done.stderr)
        return {int(line) for line in re.findall(r"^ *--> .*?:(\d+):\d+$", done.stdout, re.MULTILINE)}

    return run


def measured(check, path, runs):
    """The best wall-clock time in seconds, and what was found."""
    best, found = math.inf, None
    for _ in range(runs):
        start = time.perf_counter()
        found = check(path)
        best = min(best, time.perf_counter() - start)
    return best, found


def peak(program, path, *arguments):
    """The largest resident memory of a run, in MiB."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", code, program, *arguments, path], capture_output=True, text=True)
    return int(done.stdout) / 1024


def side_by_side(path, options):
    wrong = write(path, options.lines, options.by)
    size = os.path.getsize(path) / 2**20
    print(f"{options.lines} entity-years by {options.by}, {len(COLUMNS)} columns, {size:.0f} MiB, "
          f"{os.cpu_count()} processors; DuckDB {duckdb.__version__}, Polars {pl.__version__}")
    own, found = measured(in_ours(options.program), path, options.runs)
    assert found == wrong, found ^ wrong
    quiet, _ = measured(in_ours(options.program, "-q"), path, options.runs)
    times = {"disclose-check": own, "disclose-check -q": quiet}
    for engine, check in [("DuckDB", in_duckdb), ("Polars", in_polars)]:
        times[engine], found = measured(check, path, options.runs)
        assert wrong <= found, wrong - found
        # A wrong figure that the next year repeats is one more wrong line to an engine that judges by line.
        extra = found - wrong
        assert not extra, extra
    for program, best in times.items():
        print(f"{program:18} {best:7.3f} s   {best / own:5.2f} x   {size / best:6.0f} MiB/s")
    print(f"wrong lines found by all: {len(wrong)}; peak memory of disclose-check: {peak(options.program, path):.1f} MiB")


def growth(path, options):
    sizes, times = [10**4, 10**5, 10**6, 10**7], []
    for lines in sizes:
        write(path, lines, options.by)
        best, _ = measured(in_ours(options.program), path, options.runs)
        times.append(best)
        print(f"{lines:9} lines: {best:7.3f} s, {peak(options.program, path):6.1f} MiB")
    exponent = np.polyfit(np.log10(sizes), np.log10(times), 1)[0]
    last = math.log10(times[-1] / times[-2])
    print(f"time grows as lines to the power of {exponent:.2f}; from 10^6 to 10^7: {last:.2f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lines", type=int, default=10**6)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--by", choices=["body", "year"], default="body")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--program", default=str(pathlib.Path(__file__).parent.parent / "target/release/disclose-check"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "panel.csv")
        (growth if options.growth else side_by_side)(path, options)


if __name__ == "__main__":
    main()
