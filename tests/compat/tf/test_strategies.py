"""tf.distribute."""

import numpy as np
import pytest

from keraunos.compat.tf.strategies import distribute


def test_one_replica():
    strategy = distribute.MirroredStrategy(devices=["/gpu:0"])
    with strategy.scope():
        assert strategy.num_replicas_in_sync == distribute.get_strategy().num_replicas_in_sync == 1
    assert strategy.run(lambda x, y: x + y, args=(1,), kwargs={"y": 2}) == 3
    losses = np.array([1.0, 3.0])
    assert float(strategy.reduce(distribute.ReduceOp.SUM, losses, axis=0)) == 4
    assert float(strategy.reduce("MEAN", losses, axis=0)) == 2
    assert strategy.reduce("SUM", losses, axis=None) is losses
    assert strategy.experimental_distribute_dataset(losses) is losses
    assert strategy.experimental_local_results(1) == (1,)
    take = strategy.distribute_datasets_from_function
    assert take(lambda context: context.get_per_replica_batch_size(8)) == 8
    replica = distribute.get_replica_context()
    assert replica.all_reduce("SUM", 3) == 3
    assert replica.merge_call(lambda s, x: (s.num_replicas_in_sync, x), (5,)) == (1, 5)
    assert not distribute.has_strategy()
    with pytest.raises(ValueError, match="there is none"):
        distribute.cluster_resolver.TPUClusterResolver(tpu="")
