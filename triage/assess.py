"""Everything about some articles at once: verdict, story and relevance of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bulletins.model import Issue
from triage.archive import Archive
from triage.judge import judge
from triage.model import Article, Judgement, judgement_json
from triage.piece import of_article
from triage.relevance import Ranker, Relevance
from triage.stories import Story, group
from triage.weights import Weights, shipped


@dataclass(frozen=True, slots=True)
class Assessment:
    """One article: its verdict, its story among the given articles, and how relevant it is."""

    judgement: Judgement
    story: Story
    relevance: Relevance

    def json(self) -> Mapping[str, object]:
        """The line that `shiyi assess` writes."""
        return judgement_json(
            self.judgement,
            relevance=self.relevance.chance,
            reasons=self.relevance.reasons,
            story=self.story.lead,
        )


def assess(archive: Archive, articles: Sequence[Article], weights: Weights | None = None) -> list[Assessment]:
    """Assess articles (whose ids differ) against the archive, in the given order.

    The outcome of each depends on the archive, the weights and, for its story, on the set of articles; not on
    their order.
    """
    weights = weights or shipped()
    prepared = [(article, of_article(article, archive.home)) for article in articles]
    judged = {article.id: judge(archive, article, piece, weights) for article, piece in prepared}
    story_of = {member: story for story in group(prepared, weights, judged) for member in story.members}
    ranker = Ranker(archive, weights)
    found = []
    for article, piece in prepared:
        story, judgement = story_of[article.id], judged[article.id]
        relevance = ranker.rank(piece, same=judgement.score, reprints=len(story.members) - 1)
        found.append(Assessment(judgement, story, relevance))
    return found


def assess_all(
    issues: Sequence[tuple[str, Issue]], articles: Sequence[Article]
) -> Iterator[Mapping[str, object]]:
    """The `assess` contract: issues with the names of their files, and articles -> an object for each."""
    for assessment in assess(Archive.of(issues), articles):
        yield assessment.json()
