"""Scenarios: small sets of facts with the verdicts expected of them, and what they cover.

``read`` takes the files, ``bench`` and ``run`` evaluate each scenario on its facts alone,
``compare`` holds the findings against what is expected, ``coverage`` says what no scenario
reaches, ``junit`` and ``report`` say it all.
"""
