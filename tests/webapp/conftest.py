"""What tests of the platform share beyond `tests/conftest.py`."""

import pytest
import sqlalchemy as sa


@pytest.fixture
def owner(own_app):
    """Run SQL as the owner of the tables of `own_app`, who may do what the application may not."""
    url = own_app.config["SQLALCHEMY_DATABASE_URI"]
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)

    def run(statement, **values):
        with engine.connect() as connection:
            return connection.execute(sa.text(statement), values)

    yield run
    engine.dispose()
