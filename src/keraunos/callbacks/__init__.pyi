from .backup_and_restore import BackupAndRestore as BackupAndRestore
from .callback import Callback as Callback
from .callback_list import CallbackList as CallbackList
from .early_stopping import EarlyStopping as EarlyStopping
from .history import History as History
from .lambda_callback import LambdaCallback as LambdaCallback
from .model_checkpoint import ModelCheckpoint as ModelCheckpoint
from .terminate_on_nan import TerminateOnNaN as TerminateOnNaN
