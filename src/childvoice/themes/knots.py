"""Ward's method for any number of points, in the form that BERTopic takes for its clusters."""

from __future__ import annotations

from typing import Any

from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans

AT_ONCE = 4000
"""Ward's method compares each with each: more points than these are first tied into knots of alike ones."""
KNOTS = 1000


class Ward(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Join the two groups whose union scatters least, until ``topics`` are left (Ward 1963).

    ``labels_`` has the group of each point, shape (points,). Memory grows with the square of ``AT_ONCE`` at most.
    """

    def __init__(self, topics: int = 3, seed: int = 0) -> None:
        self.topics = topics
        self.seed = seed

    def fit(self, points: Any, y: Any = None) -> Ward:
        """Group ``points``, shape (points, dimensions), in their order; ``y`` is not used."""
        del y
        ward = AgglomerativeClustering(self.topics, linkage="ward")
        if len(points) <= AT_ONCE:
            self.labels_ = ward.fit_predict(points)
            return self
        knots = MiniBatchKMeans(KNOTS, random_state=self.seed, n_init=1, batch_size=4096).fit(points)
        self.labels_ = ward.fit_predict(knots.cluster_centers_)[knots.labels_]
        return self
