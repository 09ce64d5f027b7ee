"""Fast paths for a platform, chosen by platform and shape only; each equals the plain lax path."""
