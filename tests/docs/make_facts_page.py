def current(text): return text
