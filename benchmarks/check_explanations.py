"""Computes explanations again with NumPy, straight from the formulas of docs/math.md.

Reads the lines of `RandomExplanations ordinary COUNT dump` and prints the largest difference of
each number of each method, relative to the largest one of its kind. Replays are left out: they have
a reference in the tests. So is the paper's method, whose golden files NumPy made.
"""

import collections
import json
import sys

import numpy as np

# What the two may differ by, and what rounding here adds for each unit of the condition number: the
# removal effects of a row that decides its own fit lose digits that the library keeps.
FAR = 1e-6
FAR_OF_CONDITION = 1e-11


def sigmoid(s):
    e = np.exp(-np.abs(s))
    return np.where(s >= 0, 1, e) / (1 + e)


def score(case, features):
    """Equation 1 of the factorization machine, pair by pair."""
    v = case["V"]
    total = case["bias"] + sum(case["w"][f] * x for f, x in features)
    for i, (f, x) in enumerate(features):
        for g, y in features[i + 1 :]:
            total += float(v[f] @ v[g]) * x * y
    return total


def linear(case, features):
    a = np.append(sum((x * case["V"][f] for f, x in features), np.zeros(case["k"])), 1)
    return score(case, features), a


def gradient(a, o, y, ridge, classifier, theta):
    s = o + a @ theta
    r = y * sigmoid(-s) - (1 - y) * sigmoid(s) if classifier else y - s
    c = sigmoid(s) * sigmoid(-s) if classifier else np.ones(len(y))
    return r, c, a.T @ r - ridge * theta


def solve(a, o, y, ridge, classifier):
    """Newton's steps, each as long as makes the gradient of the loss shorter."""
    theta = np.zeros(a.shape[1])
    for _ in range(500):
        _, c, down = gradient(a, o, y, ridge, classifier, theta)
        step = np.linalg.solve((a.T * c) @ a + np.diag(ridge), down)
        length = 1.0

        def loss(t):
            s = o + a @ t
            fit = (y * np.logaddexp(0, -s) + (1 - y) * np.logaddexp(0, s)) if classifier else (y - s) ** 2 / 2
            return fit.sum() + (ridge * t * t).sum() / 2

        while loss(theta + length * step) > loss(theta) * (1 + 1e-13) and length > 1e-9:
            length /= 2
        theta = theta + length * step
        if np.linalg.norm(step) <= 1e-14 * np.linalg.norm(theta):
            break
    return theta


def explained(case):
    classifier = case["classifier"]
    y = np.array(case["y"])
    rows = [linear(case, case["side"] + row) for row in case["rows"]]
    o = np.array([row[0] for row in rows])
    a = np.array([row[1] for row in rows])
    ridge = np.full(case["k"] + 1, case["ridge"][0])
    ridge[-1] = case["ridge"][1]
    offset, target = linear(case, case["side"] + case["target"])
    optimum = solve(a, o, y, ridge, classifier)
    trained = np.append(case["V"][1], case["w"][1])
    theta = optimum if case["foldedIn"] else trained
    at = optimum if case["method"] == "hessian-solved-again" else theta
    if case["method"] == "least-squares":
        g = a.T @ a + np.diag(ridge)
        x = np.linalg.solve(g, a.T @ (y - o))
        inverse = np.linalg.inv(g)
        influence = a @ inverse @ target
        impact = influence * (y - o)
        r, c = y - o - a @ x, np.ones(len(y))
    else:
        r, c, _ = gradient(a, o, y, ridge, classifier, at)
        inverse = np.linalg.inv((a.T * c) @ a + np.diag(ridge))
        influence = a @ inverse @ target
        impact = (a @ (target / ridge)) * r
    # r/(1 − h) with 1/(1 − h) = 1 + c a M₋⁻¹ a, M₋ without the row.
    factor = np.empty(len(y))
    for j in range(len(y)):
        others = np.where(np.arange(len(y)) == j, 0, c)
        without = (a.T * others) @ a + np.diag(ridge)
        factor[j] = r[j] * (1 + c[j] * (a[j] @ np.linalg.solve(without, a[j])))
    return {
        "score": None if case["foldedIn"] else np.array([offset + target @ theta]),
        "offset": np.array([offset]),
        "influence": influence,
        "impact": impact,
        "removal_effect": influence * factor,
    }


def main():
    worst = collections.defaultdict(float)
    far = collections.Counter()
    cases = 0
    for line in sys.stdin:
        case = json.loads(line)
        if case["method"] not in ("hessian", "hessian-solved-again", "least-squares"):
            continue
        if case["method"] == "hessian" and case["foldedIn"]:
            continue  # at parameters that a replay found
        cases += 1
        case["w"] = np.array(case["w"], dtype=np.float32).astype(float)
        case["V"] = np.array(case["v"], dtype=np.float32).astype(float).reshape(-1, case["k"])
        case["bias"] = float(np.float32(case["bias"]))
        for name, expected in explained(case).items():
            if expected is None:
                continue
            found = np.atleast_1d(case[name])
            size = max(np.max(np.abs(expected)), 1e-300)
            if name in ("score", "offset"):
                size = max(size, 1.0)
            error = float(np.max(np.abs(found - expected)) / size)
            key = case["method"] + " " + name
            worst[key] = max(worst[key], error)
            if not error <= FAR + FAR_OF_CONDITION * case["condition"]:
                far[key] += 1
                print("far:", case["where"], name, error, "condition", case["condition"], file=sys.stderr)
    print(cases, "explanations computed again;", sum(far.values()), "numbers off by more than", FAR, "and", FAR_OF_CONDITION, "of the condition")
    for key in sorted(worst):
        print(f"  {key}: at most {worst[key]:.1e}")
    sys.exit(1 if far else 0)


main()
