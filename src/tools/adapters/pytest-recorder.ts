/**
 * The pytest plugin that writes what happened as JSON: names, outcomes, and the last line of each failure inside of the test's own
 * file, which JUnit XML has no field for. Loaded with `-p`; takes its variables out of the environment, so that tests see
 * none of them. Workers of xdist write nothing: their reports reach the main process.
 */
export const recorderModule = 'autogov_pytest_recorder';

export const recorderSource = `"""Writes the outcome of a pytest session as JSON. Part of autogov; loaded for one session with -p."""

import json
import os
import re

REPORT = os.environ.pop("AUTOGOV_PYTEST_REPORT", None)
os.environ.pop("PYTHONPATH", None)


def pytest_configure(config):
    if REPORT is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config, REPORT), "autogov-recorder")


class Recorder:
    def __init__(self, config, target):
        self.config = config
        self.target = target
        self.counts = {}
        self.failures = []

    def count(self, category):
        self.counts[category] = self.counts.get(category, 0) + 1

    def pytest_collectreport(self, report):
        if report.failed:
            self.count("error")
            self.add(report, "error")

    def pytest_runtest_logreport(self, report):
        status = self.config.hook.pytest_report_teststatus(report=report, config=self.config)
        category = status[0] if status else ""
        if category:
            self.count(category)
        if category in ("failed", "error"):
            self.add(report, category)

    def add(self, report, category):
        root = str(self.config.rootpath)
        name, line, domain = report.location or (report.nodeid.split("::")[0], None, report.nodeid)
        own = os.path.normpath(os.path.join(root, name))
        message, crash = self.crash(report.longrepr)
        lines = [number for path, number in self.trace(report.longrepr, root) if path == own]
        self.failures.append(
            {
                "category": category,
                "when": getattr(report, "when", None) or "collect",
                "id": report.nodeid,
                "file": own,
                "line": lines[-1] if lines else (line + 1 if line is not None else 1),
                "message": message,
                "crash": crash,
            }
        )

    def crash(self, longrepr):
        at = getattr(longrepr, "reprcrash", None)
        if at is not None:
            return str(at.message), {"file": str(at.path), "line": at.lineno}
        text = str(longrepr).strip()
        errors = re.findall(r"^E +(.+)$", text, re.MULTILINE)
        return (errors[-1] if errors else text.splitlines()[-1] if text else "no reason given"), None

    def trace(self, longrepr, root):
        traceback = getattr(longrepr, "reprtraceback", None)
        if traceback is not None:
            places = [getattr(entry, "reprfileloc", None) for entry in traceback.reprentries]
            found = [(place.path, place.lineno) for place in places if place is not None]
        else:
            text = str(longrepr)
            found = re.findall(r"^(.+?):(\\d+): ", text, re.MULTILINE)
            found += re.findall(r'File "(.+?)", line (\\d+)', text)
        return [(os.path.normpath(os.path.join(root, path)), int(number)) for path, number in found]

    def pytest_sessionfinish(self, session):
        report = {
            "counts": self.counts,
            "collected": session.testscollected,
            "failUnder": getattr(self.config.option, "cov_fail_under", None),
            "failures": self.failures,
        }
        partial = self.target + ".partial"
        with open(partial, "w", encoding="utf-8") as out:
            json.dump(report, out)
        os.replace(partial, self.target)
`;
