//! `oidcc-3rdparty-init-login-certification-test-plan`.

use super::*;

/// oidcc-3rd_party-init-login: the address is told by the registration, and by its management.
#[tokio::test]
async fn init_login() {
    let suite = Suite::new().await;
    let address = json!(at("initiate_login"));
    let app = suite
        .register(with(suite.with_secret(), "initiate_login_uri", address.clone()))
        .await;
    let (path, token) = managed(&app.answer);
    let reply = send(&suite.world, Method::GET, &path, Some(&token), None).await;
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.ok()["initiate_login_uri"], address);
    suite.unregister(&app).await;
}

/// oidcc-3rd_party-init-login-nohttps: nor on this machine, where the suite may run.
#[tokio::test]
async fn init_login_nohttps() {
    let suite = Suite::new().await;
    for host in ["suite.example", "localhost:8443", "127.0.0.1"] {
        let address = json!(format!("http://{host}/test/a/voltkey/initiate_login"));
        let metadata = with(suite.with_secret(), "initiate_login_uri", address);
        let reply = post(&suite.world, None, &metadata).await;
        assert_eq!(reply.header("content-type"), "application/json");
        assert_eq!(reply.refusal(), (400, "invalid_client_metadata".into()), "{host}");
    }
}
