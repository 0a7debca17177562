"""A relying party by PyPI's Authlib in Flask, with the settings and the rooms of tests/clients/node/app.mjs."""

import json
import secrets
import sys
import time
import traceback
from base64 import urlsafe_b64decode
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth
from authlib.oauth2.rfc7523 import ClientSecretJWT, PrivateKeyJWT
from authlib.oidc.core import HybridIDToken
from flask import Flask, redirect, request, session
from joserfc import jwe, jwt
from joserfc.jwk import ECKey, KeySet

settings = json.loads(sys.argv[1])
issuer, metadata = settings["issuer"], settings["metadata"]
home = f"http://localhost:{settings['port']}"

signing = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": "sig"})
decrypting = ECKey.generate_key("P-256", {"use": "enc", "kid": "enc"})

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
# Cookies are shared between the ports of a machine.
app.config["SESSION_COOKIE_NAME"] = "flask"

# One person at a time; a session of Flask's is a cookie, which is too small for tokens.
tokens = {}


# What it is registered for


def register():
    """Authlib knows the provider's side of registration only."""
    discovery = requests.get(f"{issuer}/.well-known/openid-configuration").json()
    answer = requests.post(
        discovery["registration_endpoint"],
        json=metadata,
        headers={"Authorization": f"Bearer {settings['initial_access_token']}"},
    )
    answer.raise_for_status()
    return answer.json()


registered = register() if "initial_access_token" in settings else settings
authentication = metadata.get("token_endpoint_auth_method", "client_secret_basic")
response_type = metadata.get("response_types", ["code"])[0]


def registration(method, **change):
    """RFC 7592."""
    answer = requests.request(
        method,
        registered["registration_client_uri"],
        json={"client_id": registered["client_id"], **metadata, **change} if change else None,
        headers={"Authorization": f"Bearer {registered['registration_access_token']}"},
    )
    answer.raise_for_status()
    return answer.json() if answer.content else {}


class App(FlaskOAuth2App):
    """Opens ID tokens that are encrypted, which Authlib leaves to joserfc."""

    def parse_id_token(self, token, nonce, **options):
        return super().parse_id_token({**token, "id_token": opened(token["id_token"])}, nonce, **options)


def opened(id_token):
    if "id_token_encrypted_response_alg" not in metadata:
        return id_token
    return jwe.decrypt_compact(id_token, decrypting).plaintext.decode()


def keep(name, token, refresh_token=None, access_token=None):
    tokens.update(token)


provider = OAuth(app, update_token=keep).register(
    name="voltkey",
    client_cls=App,
    server_metadata_url=f"{issuer}/.well-known/openid-configuration",
    client_id=registered["client_id"],
    client_secret=signing if authentication == "private_key_jwt" else registered.get("client_secret"),
    client_auth_methods=[ClientSecretJWT(), PrivateKeyJWT(alg="ES256", headers={"kid": "sig"})],
    client_kwargs={
        "scope": "openid email profile offline_access",
        # For any other type Authlib leaves the challenge out, but sends the verifier.
        "code_challenge_method": "S256" if response_type == "code" else None,
        "token_endpoint_auth_method": authentication,
    },
    authorize_params={"response_type": response_type, **settings["parameters"]},
)


# What it does with somebody


@app.get("/login")
def login():
    begun = provider.create_authorization_url(metadata["redirect_uris"][0])
    session["nonce"] = begun["nonce"]
    provider.save_authorize_data(redirect_uri=metadata["redirect_uris"][0], **begun)
    is_object = "request_object_signing_alg" in metadata
    return redirect(with_request_object(begun["url"]) if is_object else begun["url"])


def with_request_object(url):
    """The same request, whose parameters stand in an object (OpenID Connect Core, 6.1), which Authlib leaves to joserfc.
    Outside stand only those that OAuth 2.0 demands."""
    url = urlsplit(url)
    parameters = dict(parse_qsl(url.query))
    header = {"alg": "ES256", "kid": "sig"}
    claims = {"iss": provider.client_id, "aud": issuer, "exp": int(time.time()) + 60}
    outside = {name: parameters[name] for name in ("client_id", "response_type", "scope")}
    outside["request"] = encrypted(jwt.encode(header, {**parameters, **claims}, signing))
    return url._replace(query=urlencode(outside)).geturl()


def encrypted(request_object):
    alg = metadata.get("request_object_encryption_alg")
    if alg is None:
        return request_object
    [key] = (key for key in keys_of_the_provider() if key.get("use") == "enc" and key.alg == alg)
    header = {"alg": alg, "enc": metadata["request_object_encryption_enc"], "kid": key.kid, "cty": "JWT"}
    return jwe.encrypt_compact(header, request_object, key, algorithms=[header["alg"], header["enc"]])


def keys_of_the_provider():
    return KeySet.import_key_set(provider.fetch_jwk_set(force=True))


@app.route("/callback", methods=["GET", "POST"])
def callback():
    if "id_token" in request.form:
        provider.parse_id_token({"id_token": request.form["id_token"]}, session["nonce"], claims_cls=beside_the_code)
    tokens.update(provider.authorize_access_token())
    return redirect(f"{home}/account", 303)


def beside_the_code(claims, header, options, params):
    """The ID token of a hybrid answer, with what its `c_hash` is compared with."""
    return HybridIDToken(claims, header, options, {**params, "code": request.form["code"]})


@app.get("/account")
def account():
    if not tokens:
        return {}, 401
    return {
        "header": header_of(tokens["id_token"]),
        "id_token": dict(tokens["userinfo"]),
        "userinfo": dict(provider.userinfo(token=tokens)),
        "refresh_token": tokens.get("refresh_token"),
    }


def header_of(token):
    return json.loads(urlsafe_b64decode(token.split(".")[0] + "=="))


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
    way_back = metadata["post_logout_redirect_uris"][0]
    return provider.logout_redirect(way_back, id_token_hint=opened(tokens["id_token"]))


@app.get("/signed-out")
def signed_out():
    provider.validate_logout_response()
    tokens.clear()
    session.clear()
    return {"signed_out": True}


@app.post("/told")
def told():
    """OpenID Connect Back-Channel Logout, 2.6, which Authlib leaves to joserfc."""
    token = jwt.decode(request.form["logout_token"], keys_of_the_provider())
    assert token.header["typ"] == "logout+jwt"
    rules = jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": provider.client_id},
        sid={"essential": True, "value": tokens["userinfo"]["sid"]},
        **{name: {"essential": True} for name in ("iat", "exp", "jti", "sub")},
    )
    rules.validate(token.claims)
    assert "http://schemas.openid.net/event/backchannel-logout" in token.claims["events"]
    assert "nonce" not in token.claims, "it could be taken for an ID token"
    tokens.clear()
    return {}


# What the provider asks, and has, of it


@app.get("/keys")
def keys():
    return {"keys": [key.as_dict(private=False) for key in (signing, decrypting)]}


@app.get("/registration")
def read():
    return registration("GET")


@app.get("/rename")
def rename():
    return registration("PUT", client_name="Renamed")


@app.get("/leave")
def leave():
    return registration("DELETE")


@app.errorhandler(Exception)
def failed(error):
    print(traceback.format_exc(), file=sys.stderr)
    # 424, because the tests take a 5xx for a fault of the provider.
    return "".join(traceback.format_exception(error)), 424


app.run("127.0.0.1", settings["port"])
