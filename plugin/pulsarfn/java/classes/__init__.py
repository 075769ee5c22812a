"""Java class files: the types of the functions and connectors in a package, read without a JVM."""
