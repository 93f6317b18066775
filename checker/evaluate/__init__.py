"""The reference evaluator: rules and facts in, findings out, in exact arithmetic.

Small, literal and slow on purpose: it is the truth that faster engines are held against.
Takes an ``ir.Agreement`` and ``Facts``, gives ``Finding``s; a checked program cannot fail.
"""
