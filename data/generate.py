"""Write the sample book: ``python -m data.generate [--out DIR] [--seed N]``.

One seed gives one book, byte for byte. Beside the book stand the known answers (for machines and
for people) and a small example with Chinese headers.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from data import SEED
from data.generator.answers import Answers
from data.generator.book import Book
from data.generator.business import write_business
from data.generator.campaigns import write_campaigns
from data.generator.catalogue import write_catalogue
from data.generator.closed import write_closed
from data.generator.enterprises import write_enterprises
from data.generator.example import write_example
from data.generator.headline import write_headline
from data.generator.members import write_members
from data.generator.needs import tag_customers
from data.generator.ordinary import organisations, write_boards, write_ordinary
from data.generator.organisation import Staff
from data.generator.outcomes import decide
from data.generator.planted import write_planted
from data.generator.readme import write_readme
from data.generator.tagging import tag_answers
from data.generator.ties import write_interactions


def generate(seed: int = SEED) -> tuple[Book, Answers]:
    """Make the book and its known answers in memory."""
    book, answers = Book(seed), Answers()
    write_catalogue(book)
    customers = write_enterprises(book)
    staff = Staff(book)
    made = {"QB": write_headline(book, staff, customers["QB"], customers["LC"], answers)}
    made |= write_planted(book, staff, customers, answers)
    organisations(book, staff, customers, made)
    write_boards(book, staff, customers, made, answers)
    write_ordinary(book, staff, customers, made)
    closed = write_closed(book, customers, made)
    decide(book, closed)
    deals = {r["from"]: r["to"] for r in book.rows["plays"] if r["to"].startswith("D26-0")}
    write_interactions(book, deals)
    write_business(book, customers)
    tag_customers(book)
    tags = write_members(book, customers)
    write_campaigns(book, customers, tags, answers)
    tag_answers(book, tags, answers)
    return book, answers


def main() -> None:
    """Write the book, the answers and the README that lists them."""
    parser = argparse.ArgumentParser(prog="python -m data.generate", description=__doc__)
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent, help="folder to write to"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    book, answers = generate(chosen.seed)
    book.write(chosen.out / "book")
    answers.write(chosen.out / "answers.json")
    write_example(chosen.out / "example_zh")
    write_readme(book, answers, chosen.out / "README.md")


if __name__ == "__main__":
    main()
