from .distiller import Distiller as Distiller
from .loss import DistillationLoss as DistillationLoss
from .loss import FeatureDistillation as FeatureDistillation
from .loss import LogitsDistillation as LogitsDistillation
