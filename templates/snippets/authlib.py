# pip install authlib flask requests
import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = os.environ["SESSION_KEY"]
oauth = OAuth(app)
oauth.register(
    name="voltkey",
    server_metadata_url={{ discovery|quoted }},
    client_id={{ client_id|quoted }},
{% if has_secret %}
    client_secret=os.environ["OIDC_CLIENT_SECRET"],
{% endif %}
    client_kwargs={
        "scope": {{ scope|quoted }},
        "code_challenge_method": "S256",
        "token_endpoint_auth_method": {{ auth_method|quoted }},
    },
)


@app.get("/login")
def login():
    return oauth.voltkey.authorize_redirect({{ redirect_uri|quoted }})


@app.get({{ redirect_path|quoted }})
def callback():
    # The ID token is checked here.
    token = oauth.voltkey.authorize_access_token()
    session["person"] = token["userinfo"]
    return redirect("/")
