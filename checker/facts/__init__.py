"""Facts on file: register files and ledger tables, read against the kinds that are declared.

Takes the bytes of the files and the kinds of fact; gives ``Facts``. May report F001 to F019
and P003; never raises for what a file holds.

    text, tree            bytes to text, YAML to scalars with their places
    numbers, days         text to exact values; ``scalars`` chooses by the field
    shapes, models        a field's JSON Schema; a kind's pydantic model, made from its fields
    entries               one entry through its model, and what was wrong with it
    register, ledger      YAML files; CSV and Parquet tables (``parquet``)
    references            keys, references, funds and circles over everything that was read
    read                  all of it: ``read_facts``
"""
