"""The command line: parse, build, call; the work is done elsewhere."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from newswire import show
from newswire.errors import ConfigError, NewswireError
from newswire.settings import Settings

if TYPE_CHECKING:
    from newswire.doctor import Finding

app = typer.Typer(
    help="News articles in, searchable with countries and topics out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
topics_app = typer.Typer(help="Kafka topics.", no_args_is_help=True)
schema_app = typer.Typer(help="Elasticsearch templates, index and aliases; message schemas.", no_args_is_help=True)
config_app = typer.Typer(help="Settings.", no_args_is_help=True)
app.add_typer(topics_app, name="topics")
app.add_typer(schema_app, name="schema")
app.add_typer(config_app, name="config")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
SlotNumber = Annotated[int, typer.Option("--slot", min=0, max=999, help="Worker slot; each live worker has its own.")]
Paths = Annotated[list[str], typer.Argument(help="Text, HTML or JSONL files, folders, or - for standard input.")]


def settings() -> Settings:
    """Read the settings; ConfigError with the variables that are wrong."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"NEWSWIRE_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise ConfigError(f"settings are wrong: {'; '.join(wrong)}", "See `newswire config show --help`") from None


@app.command()
def up(detach: Annotated[bool, typer.Option("--detach", "-d", help="Run in the background.")] = False) -> None:
    """Run everything on this machine: engines if no addresses are set, stream, index and API."""
    from newswire.supervisor import Supervisor, start_in_background

    conf = settings()
    use_tuning_file(conf)  # a wrong file is told here, not in a worker's log
    if detach:
        runs = "runs" if start_in_background(conf) else "runs already"
        typer.echo(f"newswire {runs}: {conf.api_url}/  (stop it with `newswire down`)")
        return
    raise typer.Exit(Supervisor(conf, apply_schema).run())


@app.command()
def down() -> None:
    """Stop what `newswire up` started; data stays."""
    from newswire.supervisor import stop_running

    typer.echo("stopped" if stop_running(settings()) else "newswire is not running")


@app.command()
def status(
    as_json: Json = False,
    wait: Annotated[float, typer.Option(help="Wait up to this many seconds until all pushed is indexed.")] = 0.0,
) -> None:
    """Show stages, records waiting, articles indexed and refused."""
    from newswire.status import wait_until_settled

    result = wait_until_settled(settings(), wait, show.waiting(Console(stderr=True), wait))
    typer.echo(result.as_json()) if as_json else show.status(Console(), result)
    healthy = not result.problems and all(stage.ready for stage in result.stages)
    raise typer.Exit(0 if healthy and (result.settled or not wait) else 1)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Look at every part, name what is wrong and what to do."""
    from newswire.doctor import examine

    findings = list(examine(settings(), find_schema_state))
    show.findings(Console(), findings, as_json)
    raise typer.Exit(0 if all(finding.well for finding in findings) else 1)


@app.command()
def push(
    paths: Paths,
    source_id: Annotated[str | None, typer.Option(help="Name of the source, [a-z0-9._-]{1,64}.")] = None,
    as_json: Json = False,
) -> None:
    """Send articles to Kafka: text and HTML files as found, JSONL of RawArticles."""
    from producers.push import push as push_files

    raise typer.Exit(push_files(paths, settings(), source_id=source_id, as_json=as_json))


@app.command()
def process(paths: Paths, source_id: Annotated[str, typer.Option(help="Name of the source.")] = "local") -> None:
    """Normalize and tag files without any server: Article JSON lines on standard output, order kept."""
    from newswire.clock import SystemClock
    from producers.inputs import find_inputs
    from producers.sources import read_files
    from stream.offline import process_offline

    use_tuning_file(settings())
    inputs = find_inputs(paths)
    if inputs.missing:
        raise typer.BadParameter(f"no such file or folder: {', '.join(inputs.missing)}")
    complete = True
    for line, good in process_offline(read_files(inputs, source_id), SystemClock().now()):
        sys.stdout.buffer.write(line + b"\n")
        complete &= good
    sys.stdout.buffer.flush()
    raise typer.Exit(0 if complete else 1)


Gold = Annotated[list[Path] | None, typer.Option(exists=True, help="Labelled articles; repeat for more.")]


@app.command()
def evaluate(
    countries: Gold = None,
    topics: Gold = None,
    pages: Gold = None,
    language: Gold = None,
    worst: Annotated[int, typer.Option(min=0, max=10, help="Articles to list a scorecard.")] = 10,
    predictions: Annotated[Path | None, typer.Option(help="Write what each article was given, as JSON lines.")] = None,
    as_json: Json = False,
) -> None:
    """Score tags, pages and languages on labelled articles: the repository's own, or the files named."""
    from stream.evaluation.command import run_evaluation

    use_tuning_file(settings())
    named = {"countries": countries, "topics": topics, "language": language, "pages": pages}
    run_evaluation(Console(), named, worst=worst, predictions=predictions, as_json=as_json)


@app.command()
def stream(slot: SlotNumber = 0) -> None:
    """Run one stream worker: news.raw to news.articles."""
    from stream.run import run_stream

    run_stream(settings(), slot)


@app.command()
def index(slot: SlotNumber = 0) -> None:
    """Run one indexer: news.articles to Elasticsearch."""
    from indexer.run import run_indexer

    run_indexer(settings(), slot)


@app.command()
def api() -> None:
    """Run the search API and its page."""
    from search.server import serve

    serve(settings())


@app.command()
def search(
    query: Annotated[str, typer.Argument(help='Words, "a phrase", +must, -not, prefix*.')] = "",
    country: Annotated[list[str] | None, typer.Option(help="ISO 3166-1 alpha-2 code; repeat for more.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Media Topic code; repeat for more.")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Source id; repeat for more.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Language code; repeat for more.")] = None,
    size: Annotated[int, typer.Option(min=1, max=100)] = 10,
    as_json: Json = False,
) -> None:
    """Search through the API."""
    from newswire.client import Client

    asked = {"q": query, "country": country, "topic": topic, "source": source, "language": language, "size": size}
    page = Client(settings().api_url).search(asked)
    show.page(Console(), page, as_json)


@app.command(name="show")
def show_article(
    article_id: Annotated[str, typer.Argument(help="Id of an article, 32 hex digits.")], as_json: Json = False
) -> None:
    """Show one article with its tags and their evidence."""
    from newswire.client import Client

    show.article(Console(), Client(settings().api_url).article(article_id), as_json)


@topics_app.command("create")
def topics_create() -> None:
    """Create the Kafka topics that are missing."""
    from newswire.kafka_topics import create_topics

    created = create_topics(settings())
    typer.echo(f"created {', '.join(created)}" if created else "every topic is there already")


@schema_app.command("apply")
def schema_apply() -> None:
    """Put templates, index and aliases onto Elasticsearch; safe on a live cluster."""
    for line in apply_schema(settings()) or ["the schema is up to date"]:
        typer.echo(line)


@schema_app.command("export")
def schema_export(docs: Annotated[Path, typer.Argument(help="Folder to write to.")] = Path("docs")) -> None:
    """Write the JSON Schemas and the AsyncAPI document, generated from the models."""
    from newswire.schemas import write_contract_files

    for path in write_contract_files(docs):
        typer.echo(path)


@config_app.command("show")
def config_show(as_json: Json = False) -> None:
    """Show every setting with its value."""
    show.settings(Console(), settings(), as_json)


def use_tuning_file(conf: Settings) -> None:
    """Let the taggers heed the user's own names, terms and blocklists."""
    from stream.tuning import read_tuning, use_tuning

    if conf.tuning_file:
        use_tuning(read_tuning(conf.tuning_file))


def apply_schema(conf: Settings) -> list[str]:
    """Apply the Elasticsearch schema and give what was done."""
    from indexer.admin import apply_schema as apply
    from indexer.client import connect

    with connect(conf) as client:
        return apply(client, conf)


def find_schema_state(conf: Settings) -> Finding:
    """Compare the Elasticsearch schema with this release's."""
    from indexer.admin import schema_state
    from indexer.client import connect
    from newswire.doctor import Finding

    with connect(conf) as client:
        state = schema_state(client, conf)
    return Finding("schema", state.condition == "current", state.detail, state.next_step)


def main() -> NoReturn:
    """Run a command: exit 0 done, 1 failed with one line that says what to do, 2 usage."""
    try:
        app()
    except NewswireError as error:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"newswire: {error}", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    sys.exit(0)
