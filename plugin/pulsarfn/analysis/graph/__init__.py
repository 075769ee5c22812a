"""The picture of a stream: its topics and components, laid out and drawn."""
