"""Same event? Would we print it? Stories, relevance, reasons. A pure core and one runner on the database.

What others call (all of it pure, but `triage.runner`):

* `triage.archive.Archive.of([(file, issue), ...])` makes the archive of past items; `Archive.add(entry)` adds one.
* `triage.judge.assess(archive, article) -> Judgement`: one `triage.model.Article` against the archive.
* `triage.stories.group(...) -> [Story]`: articles of the same event; `triage.relevance.Ranker(...)`: how relevant.
* `triage.assessment.assess_all(archive, articles) -> [Assessment]` is all three at once, and
  `Assessment.json()` the object of the `assess` contract. `Assessment` has everything an editor is shown.
* `triage.facts.read(title, text, page=..., home=...) -> Facts`: the figures, days, places and names of a text.
* `triage.runner.run(...)` judges what is new in the database.
"""
