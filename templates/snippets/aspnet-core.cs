// Program.cs, with the package Microsoft.AspNetCore.Authentication.OpenIdConnect.
builder.Services
    .AddAuthentication(options =>
    {
        options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
    })
    .AddCookie()
    .AddOpenIdConnect(options =>
    {
        options.Authority = {{ issuer|quoted }};
{% if is_plain_http %}
        options.RequireHttpsMetadata = false;
{% endif %}
        options.ClientId = {{ client_id|quoted }};
{% if has_secret %}
        options.ClientSecret = builder.Configuration["Oidc:ClientSecret"];
{% endif %}
        options.ResponseType = "code";
        options.UsePkce = true;
        // The path of the redirect URI.
        options.CallbackPath = {{ redirect_path|quoted }};
        options.Scope.Clear();
{% for value in scopes %}
        options.Scope.Add({{ value|quoted }});
{% endfor %}
        options.GetClaimsFromUserInfoEndpoint = true;
        options.MapInboundClaims = false;
        options.SaveTokens = true;
    });
