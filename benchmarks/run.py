"""Print how long the stages take, as ratios to work of the same run.

    python -m benchmarks.run

Each figure is the least of several runs. Ratios travel between machines; seconds do not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.scenarios.read import Scenario
    from checker.source import Source
    from checker.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5


def least(work: Callable[[], object], runs: int = RUNS) -> float:
    best = None
    for _ in range(runs):
        start = time.perf_counter_ns()
        work()
        taken = time.perf_counter_ns() - start
        best = taken if best is None else min(best, taken)
    assert best is not None
    return best / 1e9


def process(*arguments: str) -> Callable[[], object]:
    return lambda: subprocess.run(arguments, cwd=ROOT, capture_output=True, check=True)


def stages() -> dict[str, float]:
    """Return what each stage takes for all agreements of this repository, whole."""
    from checker import pipeline
    from checker.workspace import read_workspace

    workspace, _ = read_workspace(ROOT)
    assert workspace is not None
    sources = [*workspace.rules, *(s for a in workspace.agreements for s in a.sources)]
    text = "\n".join(s.text for s in sources)
    loaded = pipeline.load(workspace)
    result = pipeline.check(loaded)
    tests = scenarios(workspace)
    return {
        "split the clause files into words": least(text.split),
        "parse the clause files": least(lambda: parsed(sources), 3),
        "load all agreements anew (parse, type, analyse, read facts)": least(lambda: anew(workspace), 3),
        "load them once more": least(lambda: pipeline.load(workspace), 3),
        "check": least(lambda: pipeline.check(loaded), 2),
        "result to JSON text": least(lambda: json.dumps(result.model_dump(mode="json")), 3),
        **tests,
    }


def parsed(sources: list[Source]) -> list[object]:
    from checker.syntax.parse import parse

    parse.cache_clear()
    return [parse(s) for s in sources]


def anew(workspace: Workspace) -> object:
    from checker import pipeline
    from checker.syntax.parse import parse

    parse.cache_clear()
    return pipeline.load(workspace)


def scenarios(workspace: Workspace) -> dict[str, float]:
    """Return what `redline test` takes to read the rules, and for one scenario on average."""
    from checker.scenarios.bench import bench_of
    from checker.scenarios.read import read_scenarios
    from checker.scenarios.run import run_all
    from checker.workspace import text_file

    bench, _, _ = bench_of(workspace)
    found: list[Scenario] = []
    for path in sorted((ROOT / "agreements").glob("*/scenarios/*.yaml")):
        source, _ = text_file(path, path.relative_to(ROOT).as_posix())
        assert source is not None
        found += read_scenarios(path.parts[-3], source)[0]
    whole = least(lambda: run_all(bench, found), 1)
    return {
        "redline test: read the rules": least(lambda: bench_of(workspace), 2),
        f"redline test: one scenario of {len(found)}, on average": whole / len(found),
    }


AGREEMENT = """agreement many "A plan with {n} funds"
  effective 2003-01-01
  is plan under rule_12b_1
  under investment_company_act, rule_12b_1
  funds in schedule_a

assumption day_count "Not said." at "A"
  is actual_actual

schedule schedule_a at "A"
  for each fund
  | fund | fee: rate per year |
{rows}

clause cap at "A"
  for each fund, month
  when any payment where payment.fund is fund and payment.accrued_for is month
  limit sum of payment.amount for each payment where payment.fund is fund and payment.accrued_for is month
    to at most schedule_a.fee of (the average_net_assets called stated where stated.fund is fund
      and stated.period is month).amount over month
"""


def workspace_of(folder: Path, funds: int) -> None:
    home = folder / "agreements" / "many"
    (home / "ledger").mkdir(parents=True)
    names = [f"Fund {i:04d}" for i in range(funds)]
    rows = "\n".join(f"  | {name} | 0.25% |" for name in names)
    (home / "agreement.clause").write_text(AGREEMENT.format(n=funds, rows=rows), encoding="utf-8")
    months = [f"2003-{m:02d}" for m in range(1, 13)]
    payments = ["id,fund,kind,payee,amount,accrued_for,paid_on"]
    averages = ["fund,period,amount"]
    for i, name in enumerate(names):
        for month in months:
            payments.append(f"{i}-{month},{name},service_fee,D,100.00,{month},{month}-28")
            averages.append(f"{name},{month},1000000.00")
    (home / "ledger" / "payments.csv").write_text("\n".join(payments) + "\n", encoding="utf-8")
    (home / "ledger" / "average_net_assets.csv").write_text("\n".join(averages) + "\n", encoding="utf-8")


def checked(funds: int) -> float:
    from checker import pipeline
    from checker.workspace import read_workspace

    with tempfile.TemporaryDirectory() as name:
        workspace_of(Path(name), funds)
        workspace, problems = read_workspace(Path(name))
        assert workspace is not None and not problems, problems
        loaded = pipeline.load(workspace)
        return least(lambda: pipeline.check(loaded, as_of=date(2003, 12, 31)), 2)


def main() -> None:
    python = sys.executable
    bare = least(process(python, "-c", "pass"))
    start = least(process(python, "-c", "from checker.cli import main; main()", "--help"))
    print(f"redline --help: {start / bare:.1f} times an empty Python process ({start:.3f} s)")
    whole = least(process(python, "-c", "from checker.cli import main; main()", "validate"), 2)
    print(f"redline validate: {whole / bare:,.0f} times an empty Python process ({whole:.3f} s)")
    found = stages()
    base = found["split the clause files into words"]
    for name, seconds in found.items():
        print(f"{name}: {seconds / base:,.0f} times splitting the files into words ({seconds:.3f} s)")
    small, large = checked(20), checked(200)
    print(f"check of 200 funds over 20 funds: {large / small:.1f} times the time for 10 times the rows")


if __name__ == "__main__":
    main()
