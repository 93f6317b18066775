"""The intermediate form: rules and terms, ready to be evaluated or compiled to queries.

A rule is one clause of one agreement in one version: what it runs over, when it binds, one
check, its exceptions and what prevails over it. Expressions are those of the typed tree.
"""
