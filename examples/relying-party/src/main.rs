//! The relying party on its own, beside a provider that runs elsewhere.
#![allow(unused_crate_dependencies, reason = "the library beside this file uses them")]

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = voltkey_relying_party::command_line();
    println!("The relying party is at {}", settings.public_url);
    println!("and signs people in with {}", settings.issuer.as_str());
    voltkey_relying_party::serve(settings).await
}
