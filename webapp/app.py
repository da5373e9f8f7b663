"""The Flask application."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import assets, database, formats, health, home, wiring
from webapp.config import Settings, load

MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build the platform for these settings; the database must have an address."""
    settings = settings or load()
    app = Flask("webapp")
    app.config.update(
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="faxun",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_production,
        WTF_CSRF_SSL_STRICT=settings.is_production,
        SEND_FILE_MAX_AGE_DEFAULT=assets.YEAR,
        MAX_CONTENT_LENGTH=200 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=8 * MEGABYTE,
        MAX_FORM_PARTS=5000,
        TRUSTED_HOSTS=list(settings.hostnames) or None,
        TEMPLATES_AUTO_RELOAD=settings.is_demo,
    )
    app.extensions["faxun.settings"] = settings
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options["trim_blocks"] = app.jinja_options["lstrip_blocks"] = True
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    database.init_app(app, settings)
    assets.init_app(app)
    formats.init_app(app)
    wiring.register(app, settings)
    app.register_blueprint(health.bp)
    app.register_blueprint(home.bp)
    return app
