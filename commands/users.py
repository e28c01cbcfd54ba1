"""`shiyi user …`: who may use the desk."""

import sys
from typing import Annotated

import typer
from rich.table import Table

from base.errors import UsageError
from commands.common import Json, Now, console, moment, opened, print_json
from desk import accounts
from storage import users
from storage.models import Role, User

app = typer.Typer(no_args_is_help=True, help="Who may use the desk.")

Name = Annotated[str, typer.Argument(metavar="NAME", show_default=False)]


@app.command("add")
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What the user may do.")] = Role.EDITOR,
    now: Now = None,
) -> None:
    """Add a user. Asks for the password; where nobody can be asked, makes one and prints it once."""
    with opened() as (_, database):
        cleaned = accounts.clean_name(name)
        password, made = _password()
        hashed = accounts.hash_password(password)
        with database.session() as session:
            if users.add_user(session, cleaned, hashed, role, moment(now)) is None:
                raise UsageError(
                    f"There is a user {cleaned} already; `shiyi user passwd` changes the password."
                )
    if made:
        console.print(f"password: {password}", markup=False)


@app.command("passwd")
def passwd(name: Name) -> None:
    """Give a user another password; signs the user out everywhere."""
    with opened() as (_, database):
        password, made = _password()
        hashed = accounts.hash_password(password)
        with database.session() as session:
            user = accounts.known_user(session, name)
            user.password, user.disabled_at = hashed, None
            users.end_sign_ins(session, user.id)
    if made:
        console.print(f"password: {password}", markup=False)


@app.command("role")
def role(name: Name, new: Annotated[Role, typer.Argument(metavar="ROLE", show_default=False)]) -> None:
    """Give a user another role: editor, reviewer or operator, each of which includes the ones before it."""
    with opened() as (_, database), database.session() as session:
        accounts.known_user(session, name).role = new


@app.command("disable")
def disable(name: Name, now: Now = None) -> None:
    """Let a user in no more; what the user decided stays. `shiyi user passwd` lets the user in again."""
    with opened() as (_, database), database.session() as session:
        user = accounts.known_user(session, name)
        user.disabled_at = moment(now)
        users.end_sign_ins(session, user.id)
        users.revoke_tokens(session, user.id, user.disabled_at)


@app.command("token")
def token(
    name: Name,
    label: Annotated[str, typer.Option("--for", metavar="PROGRAM", help="What it is for.")] = "shiyi",
    now: Now = None,
) -> None:
    """Make a token with which a program may read what the user may read; printed once."""
    with opened() as (_, database), database.session() as session:
        made = accounts.new_token(session, accounts.known_user(session, name), label, moment(now))
    console.print(made, markup=False)


@app.command("list")
def list_users(as_json: Json = False) -> None:
    """Everybody who may use the desk."""
    with opened() as (_, database), database.reading() as session:
        rows = [_row(user) for user in users.all_users(session)]
    if as_json:
        print_json(rows)
        return
    table = Table("name", "role", "", box=None, pad_edge=False)
    for row in rows:
        table.add_row(str(row["name"]), str(row["role"]), "disabled" if row["disabled"] else "")
    console.print(table)


def _row(user: User) -> dict[str, str | bool]:
    return {"name": user.name, "role": user.role, "disabled": user.disabled_at is not None}


def _password() -> tuple[str, bool]:
    """A password that was typed, or else one that was made, and whether it was made."""
    if not sys.stdin.isatty():
        return accounts.new_password(), True
    return typer.prompt("Password", hide_input=True, confirmation_prompt=True), False
