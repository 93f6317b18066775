"""What is wrong with a program as a whole, found before anything is evaluated. One module a rule."""
