"""The outlets, declared by province; `spiders.families` reads one kind of site each."""
