"""What is kept: sessions, turns, reports, jobs and keys. The only room that knows SQLAlchemy; every row has an owner."""
