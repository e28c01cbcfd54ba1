"""Tables, migrations and the queries; nothing here knows about the web or about text."""
