// SPDX-License-Identifier: GPL-2.0-only
/*
 * Preloaded, lets xl read a configuration (`xl create -n`) on a machine without
 * Xen: in the place of the few calls that would ask a hypervisor or xenstored
 * before the file is looked at. What xl makes of the file is its own.
 */
static char handle[4096];

void *xc_interface_open(void *logger, void *logger2, unsigned int flags)
{
	return handle;
}

int xc_interface_close(void *xc)
{
	return 0;
}

int xc_get_max_cpus(void *xc)
{
	return 256;
}

int xc_get_max_nodes(void *xc)
{
	return 1;
}

int xc_version(void *xc, int what, void *answer)
{
	return -1;
}

int libxl_get_physinfo(void *ctx, void *answer)
{
	return 0;
}

void *xs_open(unsigned long flags)
{
	return handle;
}

void xs_close(void *xs)
{
}
