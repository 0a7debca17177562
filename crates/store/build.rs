//! Makes cargo notice a new or changed migration, which the library embeds.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
