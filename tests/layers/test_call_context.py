from keraunos.layers import call_context


def test_contexts_nest_and_end():
    with call_context.entered(True, "Outer 'a'"), call_context.entered(None, "Inner 'b'") as inside:
        assert inside.path == ("Outer 'a'", "Inner 'b'")
        assert call_context.current() is inside
    assert call_context.current() == call_context.CallContext()


def test_signatures_are_read_once():
    def call(self, inputs, mask=None, training=True, **more): ...

    found = call_context.signature_of(call)
    assert found.names == ("inputs", "mask", "training")
    assert found.has_mask
    assert found.training_default is True
    assert found.accepts_any
    assert call_context.signature_of(call) is found
