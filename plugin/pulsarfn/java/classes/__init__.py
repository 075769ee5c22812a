"""Java class files: what a package says about the types of its functions and connectors, read without a JVM."""
