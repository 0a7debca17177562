"""A relying party by PyPI's Authlib in Flask, with the rooms of tests/clients/node/app.mjs.

The tests start it with its settings as JSON: {"port", "issuer", "client_id", "client_secret", "authentication"?, "scope"}
"""

import json
import secrets
import sys
import traceback

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

settings = json.loads(sys.argv[1])
home = f"http://localhost:{settings['port']}"

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
# Cookies are shared between the ports of a machine.
app.config["SESSION_COOKIE_NAME"] = "flask"

# One person at a time; a session of Flask's is a cookie, which is too small for tokens.
tokens = {}


def keep(name, token, refresh_token=None, access_token=None):
    tokens.update(token)


oauth = OAuth(app, update_token=keep)
provider = oauth.register(
    name="voltkey",
    server_metadata_url=f"{settings['issuer']}/.well-known/openid-configuration",
    client_id=settings["client_id"],
    client_secret=settings["client_secret"],
    token_endpoint_auth_method=settings.get("authentication", "client_secret_basic"),
    client_kwargs={"scope": settings["scope"], "code_challenge_method": "S256"},
)


@app.get("/login")
def login():
    return provider.authorize_redirect(f"{home}/callback")


@app.get("/callback")
def callback():
    tokens.update(provider.authorize_access_token())
    session["signed_in"] = True
    return redirect(f"{home}/account", 303)


@app.get("/account")
def account():
    return {
        "id_token": dict(tokens["userinfo"]),
        "userinfo": dict(provider.userinfo(token=tokens)),
        "refresh_token": tokens.get("refresh_token"),
    }


@app.get("/refresh")
def refresh():
    before = dict(tokens)
    # Whoever uses a token that is over gets another by themselves, and `keep` hears of it.
    provider.userinfo(token={**tokens, "expires_at": 1})
    # OpenID Connect Core, 12.2: the ID token of a refresh need not have the nonce of the first.
    tokens["userinfo"] = provider.parse_id_token(tokens, nonce=None)
    assert tokens["userinfo"]["sub"] == before["userinfo"]["sub"], "another person"
    assert tokens["access_token"] != before["access_token"], "the same access token"
    return account()


@app.get("/logout")
def logout():
    return provider.logout_redirect(f"{home}/signed-out", id_token_hint=tokens["id_token"])


@app.get("/signed-out")
def signed_out():
    provider.validate_logout_response()
    tokens.clear()
    session.clear()
    return {"signed_out": True}


@app.errorhandler(Exception)
def failed(error):
    # 424, because the tests take a 5xx for a fault of the provider.
    return "".join(traceback.format_exception(error)), 424


app.run("127.0.0.1", settings["port"])
