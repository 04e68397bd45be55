"""Checks licences, sources and duplicates of the locked dependencies."""

import json
import re
import subprocess
import sys

ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "MIT-0", "Unicode-3.0",
    "Unlicense", "Zlib",
}


def allowed(expression: str) -> bool:
    """Evaluates an SPDX expression of AND, OR, WITH and parentheses; `/` is an old way to write OR."""
    words = re.findall(r"[()]|[^\s()]+", expression.replace("/", " OR "))

    def either() -> bool:
        holds = both()
        while words and words[0] == "OR":
            words.pop(0)
            holds = both() or holds
        return holds

    def both() -> bool:
        holds = one()
        while words and words[0] == "AND":
            words.pop(0)
            holds = one() and holds
        return holds

    def one() -> bool:
        word = words.pop(0)
        if word == "(":
            holds = either()
            words.pop(0)
            return holds
        if words and words[0] == "WITH":
            del words[:2]
        return word in ALLOWED

    return either()


def main() -> int:
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["packages"]
    dependencies = [package for package in packages if package["source"]]
    wrong = []
    for package in dependencies:
        name = f"{package['name']} {package['version']}"
        if not allowed(package["license"] or "none"):
            wrong.append(f"{name}: licence {package['license']}")
        if not package["source"].startswith("registry+"):
            wrong.append(f"{name}: source {package['source']}")
    versions: dict[str, list[str]] = {}
    for package in dependencies:
        versions.setdefault(package["name"], []).append(package["version"])
    for name, found in sorted(versions.items()):
        if len(found) > 1:
            print(f"note: {name} is there in {len(found)} versions: {', '.join(sorted(found))}")
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    print(f"{len(dependencies)} dependencies looked at, {len(wrong)} not allowed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
