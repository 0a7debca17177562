//! `voltkey audit`: whether the audit trail is whole.

use super::AuditCommand;
use crate::config::Config;
use crate::instance::{Machine, open_ctx};
use anyhow::{Result, bail};
use voltkey_flows::Ctx;
use voltkey_flows::audit::{self, ChainReport, HeadReport, Report};

/// Does what the command says, and prints the outcome.
///
/// # Errors
/// What is wrong with the trail, or what went wrong, for a person to read.
pub async fn run(config: &Config, command: &AuditCommand) -> Result<()> {
    let ctx = open_ctx(config, Machine::default()).await?;
    let done = match command {
        AuditCommand::Verify { company, head } => verify(&ctx, company.as_deref(), head).await,
        AuditCommand::Heads => heads(&ctx).await,
    };
    ctx.close().await;
    done
}

async fn heads(ctx: &Ctx) -> Result<()> {
    for head in audit::heads(ctx).await? {
        println!("{} {} {}", head.chain, head.seq, head.jws);
    }
    Ok(())
}

async fn verify(ctx: &Ctx, company: Option<&str>, heads: &[String]) -> Result<()> {
    let report = audit::verify(ctx, company, heads).await?;
    print!("{}", text(&report));
    if !report.is_whole() {
        bail!("the audit trail is not what it was");
    }
    Ok(())
}

/// What was found, for a person to read.
fn text(report: &Report) -> String {
    let mut lines: Vec<String> = report.chains.iter().flat_map(about_chain).collect();
    lines.extend(report.heads.iter().map(about_head));
    if report.waiting > 0 {
        lines.push(format!(
            "{} events wait to be chained by `voltkey serve`",
            report.waiting
        ));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn about_chain(chain: &ChainReport) -> Vec<String> {
    let name = chain.slug.as_ref().unwrap_or(&chain.chain);
    let outcome = if chain.problems.is_empty() {
        "whole"
    } else {
        "NOT WHOLE"
    };
    let gone = match chain.details_gone {
        0 => String::new(),
        count => format!(", the details of {count} are deleted"),
    };
    let mut lines = vec![format!("{name}: {outcome}, {} events{gone}", chain.events)];
    lines.extend(chain.problems.iter().map(|problem| format!("{name}: {problem}")));
    if chain.untold > 0 {
        lines.push(format!("{name}: and {} more", chain.untold));
    }
    lines
}

fn about_head(head: &HeadReport) -> String {
    let chain = head
        .chain
        .as_ref()
        .map(|chain| format!(" of {chain}"))
        .unwrap_or_default();
    let withdrawn = match head.key_withdrawn {
        true => " (its key was withdrawn since: somebody else may have signed it)",
        false => "",
    };
    format!("head{chain}: {}{withdrawn}", head.verdict)
}
