# A token for the app itself: no person signs in.
curl {{ token_endpoint|shell }} \
{% if auth_method == "client_secret_post" %}
  --data-urlencode client_id={{ client_id|shell }} \
  --data-urlencode client_secret="$OIDC_CLIENT_SECRET" \
{% else %}
  --user {{ client_id_encoded|shell }}:"$OIDC_CLIENT_SECRET" \
{% endif %}
  --data grant_type=client_credentials
