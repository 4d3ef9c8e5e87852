"""The automation [[ name ]]; README.md says what it is for."""
