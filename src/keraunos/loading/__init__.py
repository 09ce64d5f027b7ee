"""Files and folders of pictures, texts and sounds, as arrays and as data to train on."""
