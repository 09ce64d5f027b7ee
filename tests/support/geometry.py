"""What must hold in every diagram: nothing overlaps, no text sticks out, every arrow joins two boxes."""

from keraunos.draw.scene import Curve, Point, Polygon, Rect, Text


def outlines(scene):
    """The outlines of boxes and frames."""
    return [g.shapes[0] for g in scene.groups if g.label]


def arrows(scene):
    """(line, head) of every arrow."""
    return [tuple(g.shapes) for g in scene.groups if not g.label]


def assert_clean(scene):
    """Fail with what is wrong in a diagram, if anything is."""
    assert_boxes_apart(scene)
    assert_texts_inside(scene)
    for line, head in arrows(scene):
        assert_joined(scene, line, head)


def assert_boxes_apart(scene):
    boxes = outlines(scene)
    whole = Rect(0, 0, scene.width, scene.height)
    for i, a in enumerate(boxes):
        assert whole.holds(a), f"{a} is cut off"
        for b in boxes[i + 1 :]:
            assert not a.meets(b) or a.holds(b) or b.holds(a), f"{a} overlaps {b}"


def assert_texts_inside(scene):
    for group in scene.groups:
        texts = [s.bounds for s in group.shapes if isinstance(s, Text)]
        for i, bounds in enumerate(texts):
            assert group.shapes[0].holds(bounds, 0.01), f"a text sticks out of {group.label}"
            assert not any(bounds.meets(b) for b in texts[i + 1 :]), (
                f"texts overlap in {group.label}"
            )


def assert_joined(scene, line, head):
    """The line starts and the head ends on an outline, and between it enters no box."""
    assert isinstance(line, Curve)
    assert isinstance(head, Polygon)
    boxes = outlines(scene)
    tip = head.points[0]
    assert any(on_border(line.start, box) for box in boxes), (
        f"an arrow starts at nothing: {line.start}"
    )
    assert any(on_border(tip, box) for box in boxes), f"an arrow ends at nothing: {tip}"
    track = [*samples(line), tip]
    for box in boxes:
        if not all(inside(p, box, -1) for p in track):  # an arrow may lie in a frame
            assert not any(inside(p, box, 1) for p in track), f"an arrow crosses {box}"


def on_border(p, box, slack=0.01):
    return inside(p, box, -slack) and not inside(p, box, slack)


def inside(p, box, margin):
    """Whether a point lies within a box made smaller by the margin."""
    across = box.x + margin < p.x < box.x + box.width - margin
    return across and box.y + margin < p.y < box.y + box.height - margin


def samples(line, count=12):
    """Points along a line."""
    found, at = [line.start], line.start
    for piece in line.pieces:
        for i in range(1, count + 1):
            t = i / count
            a, b, c, d = (at, *piece) if len(piece) == 3 else (at, at, piece[0], piece[0])
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            found.append(Point(
                sum(w * p.x for w, p in zip(weights, (a, b, c, d))),
                sum(w * p.y for w, p in zip(weights, (a, b, c, d))),
            ))  # fmt: skip
        at = piece[-1]
    return found
