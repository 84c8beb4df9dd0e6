"""The application factory: what is switched on, and in which order."""

from typing import Any

from flask import Flask
from flask_compress import Compress

import accounts.access
import accounts.web
import catalog.cli
import catalog.jobs
import catalog.web
import core.access
import core.assets
import core.bodies
import core.chain
import core.cli
import core.compiled
import core.config
import core.db
import core.errors
import core.held
import core.i18n
import core.light
import core.migrating
import core.processes
import core.signing
import core.storage
import core.web
import demo.cli
import fairs.jobs
import fairs.web
import insight.cli
import insight.jobs
import insight.models
import insight.web
import programme.cli
import programme.web
import shop.cli
import shop.jobs
import shop.models
import shop.web


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(core.config.from_environment())
    app.config.update(overrides or {})

    core.bodies.init_app(app)
    core.db.init_app(app)
    core.chain.init_app()
    core.storage.init_app(app)
    core.signing.init_app(app)
    core.compiled.init_app(app)
    core.i18n.init_app(app)
    core.light.init_app(app)
    Compress(app)  # before access, whose ETag it reads
    core.access.init_app(app)
    core.errors.init_app(app)
    core.held.init_app(app)
    core.assets.init_app(app)
    core.web.init_app(app)
    core.cli.init_app(app)
    core.migrating.init_app(app)

    accounts.access.init_app(app)
    catalog.jobs.init_app(app)
    fairs.jobs.init_app(app)
    shop.jobs.init_app(app)
    insight.jobs.init_app(app)
    for package in (accounts, programme, catalog, fairs, shop, insight):
        package.web.init_app(app)
    programme.cli.init_app(app)
    catalog.cli.init_app(app)
    shop.cli.init_app(app)
    demo.cli.init_app(app)
    if not app.testing:
        core.compiled.warm()
        core.processes.settle()
    return app
