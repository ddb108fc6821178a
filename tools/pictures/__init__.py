"""The pictures of the program: every screen, every page of paper, made by the program itself."""
