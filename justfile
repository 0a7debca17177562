# Shortcuts for daily work; `tests/run` is what decides.

# List the shortcuts
default:
    @just --list

# Provider, relying party and mail catcher in one process
demo *options:
    cargo run --release --locked -p voltkey-demo -- {{ options }}

# The provider with the configuration given
serve config="config/voltkey.toml":
    cargo run -p voltkey -- --config {{ config }} serve

# Everything that must hold before a change is merged
test:
    tests/run

# The tests of one crate, such as `just unit voltkey-protocol`, on SQLite alone
unit crate:
    cargo test --locked -p {{ crate }}

# Format and lint
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Licences, sources and known vulnerabilities of all dependencies (needs cargo-deny and the network)
deny:
    cargo deny check

# A PostgreSQL for tests in the folder given; prints the variable to export
postgres-start folder:
    @echo "export VOLTKEY_TEST_POSTGRES=$(tests/postgres start {{ folder }})"

# End the PostgreSQL in that folder and delete it
postgres-stop folder:
    tests/postgres stop {{ folder }}
